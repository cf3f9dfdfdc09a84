package io.millrace.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The key with which the moderation desk of the stack is entered: drawn at the first start, kept beside the
/// data, and readable by its owner only.
final class ModeratorKey {

    private static final int BYTES = 32;

    private final Path file;

    /// @param file that holds the key; need not exist
    ModeratorKey(Path file) {
        this.file = file;
    }

    /// The key.
    String value() {
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[BYTES];
                new SecureRandom().nextBytes(bytes);
                create();
                Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the moderator's key cannot be kept: " + e.getMessage(), e);
        }
    }

    private void create() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }
}
