package io.cellplane.guest;

import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that a guest is told, path by path, as Nova's metadata service and its config drives say it. */
public final class GuestDocuments {
    private static final String OPENSTACK = "openstack";
    private static final String EC2 = "ec2";
    private static final String CONTENT = "content";
    private static final String META_DATA = "meta_data.json";
    private static final String USER_DATA = "user_data";
    private static final String PASSWORD = "password";
    private static final String VENDOR_DATA = "vendor_data.json";
    private static final String NETWORK_DATA = "network_data.json";
    private static final String VENDOR_DATA_2 = "vendor_data2.json";

    private final GuestSpec guest;
    private final Supplier<Map<String, Object>> vendor;
    private final @Nullable String from;
    private final List<GuestLaunch.InjectedFile> files;

    /**
     * @param vendor what every guest is told, read when a document has it
     * @param from the guest's address as its proxy saw it; null where nobody did
     */
    public GuestDocuments(GuestSpec guest, Supplier<Map<String, Object>> vendor, @Nullable String from) {
        this.guest = guest;
        this.vendor = vendor;
        this.from = from;
        this.files = Launches.of(guest).files();
    }

    /** Whether a guest writes its password there, and reads it. */
    public static boolean isPassword(String path) {
        List<String> names = names(path);
        return names.size() == 3
                && names.getFirst().equals(OPENSTACK)
                && names.getLast().equals(PASSWORD)
                && Version.named(names.get(1))
                        .filter(version -> version.has(Version.GRIZZLY))
                        .isPresent();
    }

    /** What is at the root, for whomever: versions of EC2's layout, as old clients look for it there. Empty for any other path. */
    public static Optional<Document> root(String path) {
        return names(path).isEmpty() ? Optional.of(Document.list(Ec2Version.names())) : Optional.empty();
    }

    /** Empty where nothing is. */
    public Optional<Document> at(String path) {
        List<String> names = names(path);
        if (names.isEmpty()) {
            return root(path);
        }
        return switch (names.getFirst()) {
            case OPENSTACK -> openstack(names.subList(1, names.size()));
            case EC2 -> ec2(names.subList(1, names.size()));
            default -> ec2(names);
        };
    }

    private Optional<Document> ec2(List<String> path) {
        if (path.isEmpty()) {
            return Optional.of(Document.list(Ec2Version.names()));
        }
        return Ec2Version.named(path.getFirst())
                .flatMap(version -> new Ec2Tree(guest, version, from).at(path.subList(1, path.size())));
    }

    private Optional<Document> openstack(List<String> path) {
        if (path.isEmpty()) {
            return Optional.of(Document.list(Version.names()));
        }
        if (path.getFirst().equals(CONTENT)) {
            return path.size() == 2 ? content(path.getLast()) : Optional.empty();
        }
        return Version.named(path.getFirst()).flatMap(version -> switch (path.size()) {
            case 1 -> Optional.of(Document.list(listed(version)));
            case 2 -> document(version, path.getLast());
            default -> Optional.empty();
        });
    }

    private List<String> listed(Version version) {
        List<String> names = new ArrayList<>(documents(version));
        if (version.has(Version.GRIZZLY)) {
            names.add(names.contains(USER_DATA) ? 2 : 1, PASSWORD);
        }
        return names;
    }

    private List<String> documents(Version version) {
        List<String> names = new ArrayList<>(List.of(META_DATA));
        if (guest.userData() != null) {
            names.add(USER_DATA);
        }
        if (version.has(Version.HAVANA)) {
            names.add(VENDOR_DATA);
        }
        if (version.has(Version.LIBERTY)) {
            names.add(NETWORK_DATA);
        }
        if (version.has(Version.NEWTON_TWO)) {
            names.add(VENDOR_DATA_2);
        }
        return names;
    }

    private Optional<Document> document(Version version, String name) {
        if (!documents(version).contains(name)) {
            return Optional.empty();
        }
        return switch (name) {
            case META_DATA -> Optional.of(Document.json(OpenStackData.of(guest, version, told())));
            case NETWORK_DATA -> Optional.of(Document.json(NetworkData.of(guest.ports())));
            case VENDOR_DATA -> Optional.of(Document.json(vendor.get()));
            case VENDOR_DATA_2 -> Optional.of(Document.json(Map.of("static", vendor.get())));
            default -> userData().map(Document::text);
        };
    }

    private Optional<byte[]> userData() {
        return Optional.ofNullable(guest.userData()).map(Base64.getMimeDecoder()::decode);
    }

    /** Where the files are that were asked for. */
    private List<Map<String, String>> told() {
        List<Map<String, String>> told = new ArrayList<>();
        for (GuestLaunch.InjectedFile file : files) {
            told.add(Map.of("path", file.path(), "content_path", "/" + CONTENT + "/" + number(told.size())));
        }
        return told;
    }

    private Optional<Document> content(String number) {
        for (int i = 0; i < files.size(); i++) {
            if (number(i).equals(number)) {
                return Optional.of(Document.text(
                        Base64.getMimeDecoder().decode(files.get(i).contents())));
            }
        }
        return Optional.empty();
    }

    private static String number(int file) {
        return "%04d".formatted(file);
    }

    /** All of it but what is read by asking alone, as files by their paths; of EC2's versions the newest, as with Nova. */
    public Map<String, byte[]> drive() {
        Map<String, byte[]> written = new TreeMap<>();
        for (String name : Version.names()) {
            Version version = Version.named(name).orElseThrow();
            for (String file : documents(version)) {
                document(version, file)
                        .ifPresent(found -> written.put(OPENSTACK + "/" + name + "/" + file, found.content()));
            }
        }
        for (int i = 0; i < files.size(); i++) {
            String at = CONTENT + "/" + number(i);
            content(number(i)).ifPresent(found -> written.put(OPENSTACK + "/" + at, found.content()));
        }
        byte[] data = Document.json(Ec2Data.of(guest, Ec2Version.LAST, from)).content();
        for (String name : Ec2Version.newest()) {
            written.put(EC2 + "/" + name + "/meta-data.json", data);
            userData().ifPresent(own -> written.put(EC2 + "/" + name + "/user-data", own));
        }
        return written;
    }

    /** The names on the way, without what leads nowhere. */
    private static List<String> names(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return List.copyOf(names);
    }
}
