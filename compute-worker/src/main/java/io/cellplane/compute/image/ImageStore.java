package io.cellplane.compute.image;

import io.cellplane.compute.copy.Throttle;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.RootImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends and fetches the data of images. */
public final class ImageStore implements AutoCloseable {
    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final int TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    private final Throttle throttle;
    private @Nullable HttpClient http;

    public ImageStore() {
        this(Throttle.NONE);
    }

    /** @param throttle of all that it sends and fetches; shared with whatever else of the host does */
    public ImageStore(Throttle throttle) {
        this.throttle = throttle;
    }

    /** Made when it is first needed: most hosts never do, and it has a thread. */
    private synchronized HttpClient http() {
        HttpClient client = http;
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
            http = client;
        }
        return client;
    }

    /**
     * Fetches the image's data into that file; nothing beyond its declared size is read.
     *
     * @throws Refused when there are no such data, or others than declared
     * @throws ImageStoreAway when it is to be tried again
     */
    public void fetch(RootImage image, Path file) throws InterruptedException {
        Measured found;
        try (InputStream data = get(image.read(), image.image(), Failure.SPAWN_REFUSED)) {
            found = Measured.copy(throttle.over(data), new SparseFile(file), image.size());
        } catch (IOException e) {
            throw broken(e);
        }
        if (found.bytes() != image.size() || !found.sha512().equals(image.sha512())) {
            throw Failure.SPAWN_REFUSED.refused(
                    "The data of image " + image.image() + " are not those that it was made with.");
        }
    }

    /**
     * Fetches the data of an image that guests are made from; runs of zeros take no room in the file.
     *
     * @throws Refused when there are no such data, or others than declared
     * @throws ImageStoreAway when it is to be tried again
     */
    public void fetch(BaseImage image, Path file) throws InterruptedException {
        DeclaredHash declared = DeclaredHash.of(image);
        MessageDigest digest = declared.digest();
        long bytes;
        try (InputStream data = get(image.read(), image.image(), Failure.SPAWN_REFUSED)) {
            bytes = Measured.copy(throttle.over(data), new SparseFile(file), image.size(), digest);
        } catch (IOException e) {
            throw broken(e);
        }
        if (bytes != image.size() || !declared.isOf(digest)) {
            throw Failure.IMAGE_UNACCEPTABLE.refused(image.image(), "its data are not those that it was made with");
        }
    }

    /**
     * Sends the files, one behind the other, as the image's data, unless they are there already.
     *
     * @return false when they were there
     * @throws Refused when the image is gone, takes no data, or has others
     * @throws ImageStoreAway when it is to be tried again
     */
    public boolean send(List<Path> files, Measured measured, UUID image, Grant write, Grant read)
            throws InterruptedException {
        try (InputStream data = get(read, image, Failure.UPLOAD_REFUSED)) {
            Measured there = Measured.copy(throttle.over(data), OutputStream.nullOutputStream(), measured.bytes());
            if (there.equals(measured)) {
                return false;
            }
            if (there.bytes() > 0) {
                throw Failure.UPLOAD_REFUSED.refused("Image " + image + " has other data.");
            }
            HttpResponse<Void> answer = http().send(
                            to(write)
                                    .header("Content-Type", "application/octet-stream")
                                    .PUT(BodyPublishers.fromPublisher(
                                            BodyPublishers.ofInputStream(() -> throttle.over(opened(files))),
                                            measured.bytes()))
                                    .build(),
                            BodyHandlers.discarding());
            // An earlier try of ours may still be sending: once that has ended, the next one knows.
            if (answer.statusCode() == CONFLICT) {
                throw new ImageStoreAway("image " + image + " takes no data now", null);
            }
            check(answer.statusCode(), image, Failure.UPLOAD_REFUSED);
            return true;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static InputStream opened(List<Path> files) {
        try {
            return Measured.opened(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the data, empty while there are none */
    private InputStream get(Grant read, UUID image, Failure failure) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http().send(to(read).GET().build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() == NO_CONTENT) {
            answer.body().close();
            return InputStream.nullInputStream();
        }
        try {
            check(answer.statusCode(), image, failure);
        } catch (RuntimeException e) {
            answer.body().close();
            throw e;
        }
        return answer.body();
    }

    /** What a store says of the request itself is a fact; what it says of itself, or of the grant, is not. */
    private static void check(int status, UUID image, Failure failure) {
        if (status >= 200 && status < 300) {
            return;
        }
        if (status < 400 || status == UNAUTHORIZED || status == TIMEOUT || status == TOO_MANY || status >= 500) {
            throw new ImageStoreAway("the image store answers " + status, null);
        }
        throw failure.refused("The image service answers " + status + " for image " + image + ".");
    }

    private static HttpRequest.Builder to(Grant grant) {
        return HttpRequest.newBuilder(grant.data()).header("X-Auth-Token", grant.token());
    }

    /** The driver of the connection tells an interrupt as a broken stream. */
    private static ImageStoreAway broken(IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (e instanceof SparseFile.Unwritable) {
            return new ImageStoreAway("the data cannot be written here: " + e.getMessage(), e);
        }
        return new ImageStoreAway(
                "the image store cannot be reached: " + e.getClass().getSimpleName(), e);
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
