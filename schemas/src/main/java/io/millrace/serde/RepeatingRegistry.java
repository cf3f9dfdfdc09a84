package io.millrace.serde;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.resolver.client.RegistryArtifactReference;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryVersionCoordinates;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks the registry again when it did not answer, or answered that it cannot now. The resolver does that only
/// when it is told to slow down (429). Every question may be asked twice: what exists is found and not created
/// again. Thread-safe.
final class RepeatingRegistry implements RegistryClientFacade {

    private static final int SERVER_ERRORS = 500;

    private final RegistryClientFacade registry;
    private final int retries;
    private final Duration backoff;

    /// @param retries how often a question is repeated, 0 or more
    /// @param backoff between two attempts, on average
    RepeatingRegistry(RegistryClientFacade registry, int retries, Duration backoff) {
        this.registry = registry;
        this.retries = retries;
        this.backoff = backoff;
    }

    private <T extends @Nullable Object> T ask(Supplier<T> question) {
        for (int left = retries; ; left--) {
            try {
                return question.get();
            } catch (RuntimeException failure) {
                if (left == 0 || !mayPass(failure)) {
                    throw failure;
                }
                pauseAfter(failure);
            }
        }
    }

    private static boolean mayPass(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
            if (cause instanceof ApiException answer) {
                return answer.getResponseStatusCode() >= SERVER_ERRORS;
            }
        }
        return false;
    }

    /// Half to one and a half times the backoff, so that those who failed together come one by one.
    private void pauseAfter(RuntimeException failure) {
        long nanos = backoff.toNanos();
        try {
            Thread.sleep(
                    Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            throw failure;
        }
    }

    @Override
    public String getSchemaByContentId(Long contentId) {
        return ask(() -> registry.getSchemaByContentId(contentId));
    }

    @Override
    public String getSchemaByGlobalId(long globalId, boolean dereferenced) {
        return ask(() -> registry.getSchemaByGlobalId(globalId, dereferenced));
    }

    @Override
    public String getSchemaByGAV(String group, String artifact, String version) {
        return ask(() -> registry.getSchemaByGAV(group, artifact, version));
    }

    @Override
    public String getSchemaByContentHash(String hash) {
        return ask(() -> registry.getSchemaByContentHash(hash));
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentId(long contentId) {
        return ask(() -> registry.getReferencesByContentId(contentId));
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGlobalId(long globalId) {
        return ask(() -> registry.getReferencesByGlobalId(globalId));
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByGAV(String group, String artifact, String version) {
        return ask(() -> registry.getReferencesByGAV(group, artifact, version));
    }

    @Override
    public List<RegistryArtifactReference> getReferencesByContentHash(String hash) {
        return ask(() -> registry.getReferencesByContentHash(hash));
    }

    @Override
    public List<RegistryVersionCoordinates> searchVersionsByContent(
            String schema, String type, ArtifactReference reference, boolean canonical) {
        return ask(() -> registry.searchVersionsByContent(schema, type, reference, canonical));
    }

    @Override
    public RegistryVersionCoordinates createSchema(
            String type,
            String group,
            String artifact,
            String version,
            String ifExists,
            boolean canonical,
            String schema,
            Set<RegistryArtifactReference> references) {
        return ask(
                () -> registry.createSchema(type, group, artifact, version, ifExists, canonical, schema, references));
    }

    @Override
    public RegistryVersionCoordinates getVersionCoordinatesByGAV(String group, String artifact, String version) {
        return ask(() -> registry.getVersionCoordinatesByGAV(group, artifact, version));
    }

    @Override
    public Object getClient() {
        return registry.getClient();
    }
}
