package io.millrace.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// One owner of a data folder at a time, on this machine. The operating system releases the lock of a process that
/// died, so a lock never has to be cleaned up.
final class FolderLock implements AutoCloseable {

    private static final String FILE = "millrace.lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Creates the folder when it is missing and takes its lock.
    ///
    /// @throws EmbeddedServerException when somebody has it, or the folder cannot be written
    static FolderLock take(Path folder, String server) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new EmbeddedServerException(
                        server + " cannot use the folder " + folder + ": another Millrace is running on it");
            }
            return new FolderLock(channel);
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    server + " cannot write to the folder " + folder + ": " + failure, failure);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new EmbeddedServerException("A folder lock could not be released: " + failure, failure);
        }
    }
}
