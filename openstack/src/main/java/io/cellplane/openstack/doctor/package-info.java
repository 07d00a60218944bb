/** Whether the services have what Cellplane needs of them, and what is to be done where they have not. */
@NullMarked
package io.cellplane.openstack.doctor;

import org.jspecify.annotations.NullMarked;
