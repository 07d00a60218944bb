package io.cellplane.process.metrics;

import io.cellplane.contracts.metric.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * The measures of this process. Whoever counts does so in Micrometer's global registry, which costs next to nothing where
 * no process serves it.
 */
public final class Meters implements AutoCloseable {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final List<Table> tables = new CopyOnWriteArrayList<>();

    public Meters() {
        registry.config().meterFilter(new Buckets());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Metrics.addRegistry(registry);
    }

    /**
     * Timers of the API and of Temporal's client are histograms, so that percentiles of several processes can be taken
     * together; of few buckets, since each is a line for every label.
     */
    private static final class Buckets implements MeterFilter {
        private static final double[] SECONDS = {0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};
        private static final double NANOS = 1e9;

        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            if (id.getType() != Meter.Type.TIMER
                    || !(id.getName().equals(Metric.API_REQUESTS.id())
                            || id.getName().startsWith("temporal"))) {
                return config;
            }
            return DistributionStatisticConfig.builder()
                    .percentilesHistogram(false)
                    .serviceLevelObjectives(DoubleStream.of(SECONDS)
                            .map(seconds -> seconds * NANOS)
                            .toArray())
                    .build()
                    .merge(config);
        }
    }

    /** Serves a counter from the start, at 0; it counts by itself where something is counted under its name. */
    public void counter(Metric metric) {
        Metrics.counter(metric.id());
    }

    /** Reads 1 while it holds, else 0. */
    public void flag(Metric metric, BooleanSupplier holds) {
        Gauge.builder(metric.id(), () -> holds.getAsBoolean() ? 1 : 0)
                .description(metric.meaning())
                .register(registry);
    }

    /**
     * A gauge whose labels are known only when it is read.
     *
     * @param rows values by the values of its labels, in the order of {@link Metric#labels}; asked at most every few
     *     seconds; while it fails or hangs, the gauge has no rows
     */
    public void table(Metric metric, Supplier<Map<List<String>, ? extends Number>> rows) {
        tables.add(new Table(
                metric,
                MultiGauge.builder(metric.id()).description(metric.meaning()).register(registry),
                rows));
    }

    private static final class Table {
        private final Metric metric;
        private final MultiGauge gauge;
        private final Probe<? extends Map<List<String>, ? extends Number>> rows;
        private long readAt = System.nanoTime() - REMEMBERED.toNanos();

        Table(Metric metric, MultiGauge gauge, Supplier<Map<List<String>, ? extends Number>> rows) {
            this.metric = metric;
            this.gauge = gauge;
            this.rows = new Probe<>(rows);
        }

        synchronized void read() {
            if (System.nanoTime() - readAt < REMEMBERED.toNanos()) {
                return;
            }
            List<MultiGauge.Row<?>> read = new ArrayList<>();
            rows.ask()
                    .ifPresent(found -> found.forEach(
                            (values, value) -> read.add(MultiGauge.Row.of(tags(values), value.doubleValue()))));
            gauge.register(read, true);
            readAt = System.nanoTime();
        }

        private Tags tags(List<String> values) {
            Tags tags = Tags.empty();
            for (int i = 0; i < values.size(); i++) {
                tags = tags.and(metric.labels().get(i), values.get(i));
            }
            return tags;
        }
    }

    /** Everything, in Prometheus's text form. */
    public String scrape() {
        tables.forEach(Table::read);
        return registry.scrape();
    }

    @Override
    public void close() {
        Metrics.removeRegistry(registry);
        collections.close();
        registry.close();
    }
}
