package io.cellplane.standalone.client;

import io.cellplane.testing.OneOf;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the real client is asked in: a call of it takes as long as a hundred calls without it. */
@OneOf({
    OpenstackClientTest.class,
    QuotaClientTest.class,
    SecurityGroupsClientTest.class,
    ServerGroupsClientTest.class,
    UnifiedLimitsClientTest.class
})
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OneClient {}
