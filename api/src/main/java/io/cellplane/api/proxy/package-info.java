/**
 * What Nova once did for users at the network and image services, and clients still call: everything is asked with the
 * caller's own token, so that these services say what it may.
 */
@NullMarked
package io.cellplane.api.proxy;

import org.jspecify.annotations.NullMarked;
