package io.cellplane.api.quota;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.db.control.QuotaResource;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /os-quota-class-sets/{name}}: limits of classes, of which {@code default} is every project's. */
@Controller("/v2.1/os-quota-class-sets/{name}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class QuotaClassSetsController {
    private static final String SET = "quota_class_set";
    private static final int NAME_MOST = 255;

    private final QuotaSets sets;

    QuotaClassSetsController(QuotaSets sets) {
        this.sets = sets;
    }

    @Get
    @Route(rule = Rule.QUOTA_CLASS_SETS_SHOW, owner = Route.Owner.ADMIN)
    Map<String, Object> show(Call call, String name) {
        return view(call, name, sets.ofClass(name));
    }

    @Put
    @Route(rule = Rule.QUOTA_CLASS_SETS_UPDATE, owner = Route.Owner.ADMIN, body = "quota-sets/update_class")
    Map<String, Object> update(Call call, String name) {
        if (name.length() > NAME_MOST) {
            throw Values.invalid("id", name, "'" + name + "' is too long");
        }
        sets.setClass(name, QuotaBodies.limits(call.body().path(SET)));
        return view(call, null, sets.ofClass(name));
    }

    private static Map<String, Object> view(Call call, @Nullable String name, Map<QuotaResource, Integer> limits) {
        return QuotaBodies.set(SET, name, QuotaBodies.ofClasses(call), limits::get);
    }
}
