package io.millrace.faults.fault;

import io.millrace.cluster.ManagedProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A part's data live on a small disk in memory, and the disk is filled to its last byte.
public final class FullDisk implements Fault {

    private static final int MEGABYTE = 1 << 20;

    private final ManagedProcess part;
    private final Path folder;
    private final int megabytes;
    private final Path filler;
    private @Nullable Undo undo;

    /// @param part restarted by `prepare`, stopped by `release`
    /// @param folder with its data
    /// @param megabytes size of the disk, enough for the data of a run
    public FullDisk(ManagedProcess part, Path folder, int megabytes) {
        this.part = part;
        this.folder = folder;
        this.megabytes = megabytes;
        this.filler = folder.resolve("filler");
    }

    @Override
    public String name() {
        return "full disk " + part.name();
    }

    @Override
    public Optional<String> unavailable() {
        return Machine.lacks(true, "mount", "umount", "cp");
    }

    /// Moves the data to the small disk.
    @Override
    public void prepare() {
        Parts.stop(part);
        Path aside = folder.resolveSibling(folder.getFileName() + ".aside");
        try {
            Files.createDirectories(folder);
            Files.move(folder, aside);
            Files.createDirectory(folder);
        } catch (IOException e) {
            throw new FaultException("the data in " + folder + " cannot be moved: " + e.getMessage(), e);
        }
        undo = Undo.with(() -> Machine.run("umount", "--lazy", folder.toString()));
        Machine.run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "millrace-small-disk", folder.toString());
        Machine.run("cp", "-a", "--sparse=always", aside + "/.", folder.toString());
        Parts.revive(part);
    }

    @Override
    public void inject() {
        byte[] block = new byte[MEGABYTE];
        for (int size = MEGABYTE; size > 0; size /= 16) {
            try (OutputStream out =
                    Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (int written = 0; written <= megabytes * (MEGABYTE / size); written++) {
                    out.write(block, 0, size);
                }
            } catch (IOException full) {
                // The next smaller blocks may still fit.
            }
        }
    }

    /// Gives the space back, and revives the part if it has ended.
    @Override
    public void heal() {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException e) {
            throw new FaultException(filler + " cannot be deleted: " + e.getMessage(), e);
        }
        Parts.revive(part);
    }

    @Override
    public void release() {
        Undo pending = undo;
        if (pending != null) {
            undo = null;
            Parts.stop(part);
            pending.run();
        }
    }
}
