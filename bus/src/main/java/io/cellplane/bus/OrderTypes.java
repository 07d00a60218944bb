package io.cellplane.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.cellplane.contracts.host.Order;

/** How orders are told apart on the wire: by the verb's name. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "to")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Order.Spawn.class, name = "spawn"),
    @JsonSubTypes.Type(value = Order.Destroy.class, name = "destroy"),
    @JsonSubTypes.Type(value = Order.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = Order.Start.class, name = "start"),
    @JsonSubTypes.Type(value = Order.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = Order.Reboot.class, name = "reboot"),
    @JsonSubTypes.Type(value = Order.Leave.class, name = "leave"),
    @JsonSubTypes.Type(value = Order.Receive.class, name = "receive"),
    @JsonSubTypes.Type(value = Order.Upload.class, name = "upload"),
    @JsonSubTypes.Type(value = Order.Discard.class, name = "discard"),
    @JsonSubTypes.Type(value = Order.Restore.class, name = "restore")
})
interface OrderTypes {}
