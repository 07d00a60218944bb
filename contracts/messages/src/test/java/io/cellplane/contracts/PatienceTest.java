package io.cellplane.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatienceTest {
    /** More than any other, and no less than what it has to be longer than. */
    private static final Duration OTHER = Duration.ofDays(2);

    record Window(Record of, RecordComponent named) {
        Duration value(Record group) throws ReflectiveOperationException {
            return (Duration) named.getAccessor().invoke(group);
        }

        Record with(Duration other) throws Throwable {
            String name = named.getName();
            try {
                return (Record) of.getClass()
                        .getMethod(
                                "with" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                                Duration.class)
                        .invoke(of, other);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @Override
        public String toString() {
            return of.getClass().getSimpleName() + "." + named.getName();
        }
    }

    static List<Window> windows() {
        Patience standard = Patience.standard();
        return Stream.<Record>of(
                        standard.hosts().withSilent(OTHER),
                        standard.deadlines(),
                        standard.steps().withRetryMost(OTHER),
                        standard.sweeps(),
                        standard.waits())
                .flatMap(group ->
                        Stream.of(group.getClass().getRecordComponents()).map(named -> new Window(group, named)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("windows")
    void one_window_is_changed_by_its_name_and_no_other(Window window) throws Throwable {
        Duration other = OTHER.minusSeconds(1);
        Record changed = window.with(window.value(window.of()).equals(OTHER) ? OTHER.plusDays(1) : other);
        for (RecordComponent each : window.of().getClass().getRecordComponents()) {
            boolean isChanged = !each.getAccessor()
                    .invoke(changed)
                    .equals(each.getAccessor().invoke(window.of()));
            assertThat(isChanged)
                    .as(each.getName())
                    .isEqualTo(each.getName().equals(window.named().getName()));
        }
    }

    @ParameterizedTest
    @MethodSource("windows")
    void none_is_of_no_time_less_or_of_years(Window window) throws Throwable {
        String name = window.named().getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        List<Duration> wrong = List.of(
                Duration.ZERO,
                Duration.ofNanos(999_999),
                Duration.ofSeconds(-1),
                Duration.ofDays(365).plusNanos(1));
        for (Duration each : wrong) {
            if (name.equals("resize-window") && each.isZero()) {
                assertThat(window.value(window.with(each))).isZero();
            } else {
                assertThatThrownBy(() -> window.with(each))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(name + " lies between 1ms and 365d, not " + each);
            }
        }
    }
}
