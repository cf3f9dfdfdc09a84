package io.millrace.moderation.scorer.model;

import io.millrace.runtime.health.Health;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the newest good model of a folder in a slot. A change is taken when the files have been still from
/// one look to the next; whatever is wrong with them, the model that is there stays.
///
/// [#look] and [#examine] belong to one thread, the rest to any.
public final class ModelKeeper implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModelKeeper.class);

    private final ModelFiles files;
    private final ModelLoader loader;
    private final ModelSlot slot;
    private final int batch;
    private final Listener listener;
    private final InstantSource clock;
    private String seen = "";
    private String tried = "";
    private String triedDigest = "";
    private volatile @Nullable String reloadError;
    private volatile @Nullable String trialError;

    /// Hears what becomes of the files; called by the thread that looks.
    public interface Listener {

        /// Another model is in use.
        void replaced(LoadedModel model);

        /// Files could not be used.
        void refused();

        /// The model does not answer as it did any more.
        void wrong();
    }

    /// @param batch how many texts are scored together at most
    public ModelKeeper(
            ModelFiles files, ModelLoader loader, ModelSlot slot, int batch, Listener listener, InstantSource clock) {
        this.files = files;
        this.loader = loader;
        this.slot = slot;
        this.batch = batch;
        this.listener = listener;
        this.clock = clock;
    }

    /// Loads what is there, without waiting for it to be still; to be called once, first.
    public void loadFirst() {
        attempt(() -> take(files.stamp()));
    }

    /// Looks whether the files have changed, and loads them when they have. Never throws.
    public void look() {
        attempt(() -> {
            String now = stamp();
            boolean still = now.equals(seen);
            seen = now;
            if (still && !now.equals(tried)) {
                take(now);
            }
        });
    }

    /// Asks the model again what it was asked when it was loaded. Never throws.
    public void examine() {
        try (ModelSlot.Lease lease = slot.take().orElse(null)) {
            if (lease != null) {
                LoadedModel loaded = lease.loaded();
                ModelCheck.compare(loaded.model(), loaded.labels(), loaded.trial());
            }
            trialError = null;
        } catch (RuntimeException e) {
            trialError = "self-test: " + e.getMessage();
            listener.wrong();
            LOGGER.atError().addKeyValue("error", e.toString()).log("model does not answer as it did");
        }
    }

    /// Up while there is a model that answers as it should.
    public Health health() {
        Optional<LoadedModel> loaded = slot.shown();
        if (loaded.isEmpty()) {
            String reason = reloadError;
            return Health.down("no model: " + (reason == null ? "not loaded yet" : reason));
        }
        String wrong = trialError;
        return wrong == null ? Health.up(describe(loaded.get())) : Health.down(wrong);
    }

    /// Why the files that are there now are not in use; up when they are.
    public Health reload() {
        String reason = reloadError;
        return reason == null ? Health.up("files in use") : Health.down(reason);
    }

    @Override
    public void close() {
        slot.close();
    }

    private static String describe(LoadedModel loaded) {
        return loaded.version() + ", sha256 " + loaded.sha256() + ", since " + loaded.loadedAt();
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError e) {
            String reason = e instanceof ModelException ? e.getMessage() : e.toString();
            // A folder without files is told once, not at each look.
            if (!String.valueOf(reason).equals(reloadError)) {
                reloadError = String.valueOf(reason);
                listener.refused();
                LOGGER.atError()
                        .addKeyValue("folder", files.folder())
                        .addKeyValue("error", reason)
                        .log("model cannot be used");
            }
        }
    }

    /// Files that come back are looked at again, also when they are those of before.
    private String stamp() {
        try {
            return files.stamp();
        } catch (ModelException e) {
            seen = "";
            tried = "";
            throw e;
        }
    }

    private void take(String stamp) {
        tried = stamp;
        seen = stamp;
        String digest = files.digest();
        if (digest.equals(triedDigest) && reloadError == null) {
            return;
        }
        reloadError = null;
        triedDigest = digest;
        if (slot.shown().filter(loaded -> loaded.sha256().equals(digest)).isPresent()) {
            return;
        }
        LoadedModel loaded = load(digest, stamp);
        slot.put(loaded);
        trialError = null;
        listener.replaced(loaded);
        LOGGER.atInfo()
                .addKeyValue("model", loaded.version())
                .addKeyValue("sha256", digest)
                .log("model in use");
    }

    private LoadedModel load(String digest, String stamp) {
        Labels labels = LabelsFile.read(files.labels());
        TextModel model = loader.load(files, labels);
        try {
            Labels.Golden trial = ModelCheck.prove(model, labels, batch);
            if (!stamp.equals(files.stamp())) {
                throw new ModelException("the files changed while they were read");
            }
            return new LoadedModel(model, labels, digest, clock.instant(), trial);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }
}
