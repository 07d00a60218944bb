package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.openstack.http.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageListTest {
    @TempDir
    Path data;

    private StandInCloud cloud;
    private String demo;

    @BeforeEach
    void open() throws Exception {
        cloud = new StandInCloud(data);
        demo = cloud.login("demo", "demo-pw", "demo");
        for (String name : List.of("b", "a", "c")) {
            String body = "{\"name\": \"%s\", \"min_disk\": %d}".formatted(name, name.charAt(0) - 'a');
            cloud.call(cloud.image.address(), "POST", "/v2/images", body, demo).good();
        }
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private Answer asked(String query) {
        return cloud.call(cloud.image.address(), "GET", "/v2/images?visibility=shared&" + query, null, demo);
    }

    private List<String> names(String query) {
        return asked(query).good().path("images").findValuesAsText("name");
    }

    @Test
    void it_is_sorted_as_asked_and_else_begins_with_the_newest() {
        assertThat(names("")).containsExactly("c", "a", "b");
        assertThat(names("sort_key=name&sort_dir=asc")).containsExactly("a", "b", "c");
        assertThat(names("sort=status:asc,name:desc")).containsExactly("c", "b", "a");
        assertThat(names("sort_key=min_disk")).containsExactly("c", "b", "a");
        assertThat(asked("sort_key=colour").status()).isEqualTo(400);
    }

    @Test
    void it_takes_several_values_and_times() {
        assertThat(names("name=in:a,b")).containsExactly("a", "b");
        assertThat(names("created_at=gte:2020-01-01T00:00:00Z")).hasSize(3);
        assertThat(names("created_at=lt:2020-01-01T00:00:00")).isEmpty();
        assertThat(names("updated_at=neq:2020-01-01T00:00:00Z&min_disk=1")).containsExactly("b");
        assertThat(asked("updated_at=gt:yesterday").status()).isEqualTo(400);
        assertThat(asked("updated_at=is:2020-01-01T00:00:00Z").status()).isEqualTo(400);
    }
}
