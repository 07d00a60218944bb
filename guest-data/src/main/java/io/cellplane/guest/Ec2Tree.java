package io.cellplane.guest;

import io.cellplane.contracts.host.GuestSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** EC2's layout as it is read: one value for each path, and a list of what is below where there is more than one. */
final class Ec2Tree {
    private static final String KEYS = "public-keys";

    private final GuestSpec guest;
    private final Map<String, Object> all = new LinkedHashMap<>();

    /** Read only when it is asked for: it may be 64 KiB. */
    private record Encoded(String base64) {}

    Ec2Tree(GuestSpec guest, Ec2Version version, @Nullable String from) {
        this.guest = guest;
        all.put("meta-data", Ec2Data.of(guest, version, from));
        if (guest.userData() != null) {
            all.put("user-data", new Encoded(guest.userData()));
        }
    }

    Optional<Document> at(List<String> path) {
        Object found = all;
        for (String name : path) {
            if (!(found instanceof Map<?, ?> tree) || !tree.containsKey(name)) {
                return Optional.empty();
            }
            found = tree.get(name);
        }
        return Optional.of(
                switch (found) {
                    case Map<?, ?> tree -> Document.list(names(tree, path));
                    case List<?> values ->
                        Document.list(values.stream().map(String::valueOf).toList());
                    case Encoded user -> Document.text(Base64.getMimeDecoder().decode(user.base64()));
                    case null, default -> Document.text(String.valueOf(found));
                });
    }

    /** Of keys their own names are listed, though they are read by their numbers. */
    private List<String> names(Map<?, ?> tree, List<String> path) {
        if (!path.isEmpty() && path.getLast().equals(KEYS)) {
            return List.of("0=" + guest.keyName());
        }
        return new TreeMap<>(tree)
                .entrySet().stream()
                        .map(each ->
                                each.getValue() instanceof Map ? each.getKey() + "/" : String.valueOf(each.getKey()))
                        .toList();
    }
}
