package io.cellplane.openstack.image;

import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Moves an image's data between a file and the image service, as long as it takes. {@link ServiceAway} when the
 * connection breaks or the service cannot now, {@link ServiceRefused} when it refuses (401 or 403 the token, 404 no
 * such image, 409 it has its data already, 410 it was deleted meanwhile, 413 too large).
 */
public final class ImageData {
    /** Until the answer begins. */
    private static final Duration LONG = Duration.ofHours(24);

    private final HttpClient http;

    public ImageData(HttpClient http) {
        this.http = http;
    }

    /** Sends the file to the URL of the image's data; the image is active then. */
    public void upload(URI url, String token, Path file) {
        try {
            HttpRequest request = request(url, token)
                    .header("Content-Type", "application/octet-stream")
                    .PUT(BodyPublishers.ofFile(file))
                    .build();
            good(http.send(request, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new ServiceAway("image", "the upload broke: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Fetches the data; what stands in the file is overwritten. 404 also when the image has none yet. */
    public void download(URI url, String token, Path file) {
        try {
            HttpResponse<InputStream> response =
                    http.send(request(url, token).GET().build(), BodyHandlers.ofInputStream());
            good(response);
            if (response.statusCode() == 204) {
                throw new ServiceRefused("image", 404, "The image has no data yet.");
            }
            try (InputStream data = response.body()) {
                Files.copy(data, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new ServiceAway("image", "the download broke: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static HttpRequest.Builder request(URI url, String token) {
        return HttpRequest.newBuilder(url).timeout(LONG).header("X-Auth-Token", token);
    }

    private static void good(HttpResponse<InputStream> response) throws IOException {
        int status = response.statusCode();
        if (status >= 500 || status == 429) {
            response.body().close();
            throw new ServiceAway("image", "it answered " + status, null);
        }
        if (status >= 300) {
            try (InputStream body = response.body()) {
                throw new ServiceRefused("image", status, new String(body.readNBytes(1000), StandardCharsets.UTF_8));
            }
        }
    }

    private static ServiceAway interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ServiceAway("image", "interrupted", e);
    }
}
