package io.millrace.moderation.scorer.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The files of one model.
///
/// @param folder that holds them, or a link to one
public record ModelFiles(Path folder) {

    private static final List<String> NAMES = List.of("model.onnx", "tokenizer.json", "labels.json");

    /// The network.
    public Path network() {
        return folder.resolve(NAMES.getFirst());
    }

    /// What makes numbers of text.
    public Path tokenizer() {
        return folder.resolve(NAMES.get(1));
    }

    /// What the numbers mean.
    public Path labels() {
        return folder.resolve(NAMES.getLast());
    }

    /// Cheap to ask for, and another one when a file was replaced or written to.
    ///
    /// @throws ModelException when a file is missing
    String stamp() {
        StringBuilder stamp = new StringBuilder();
        for (String name : NAMES) {
            try {
                BasicFileAttributes file = Files.readAttributes(folder.resolve(name), BasicFileAttributes.class);
                stamp.append(file.lastModifiedTime())
                        .append(' ')
                        .append(file.size())
                        .append(' ')
                        .append(file.fileKey())
                        .append('\n');
            } catch (IOException e) {
                throw new ModelException(name + " cannot be found in " + folder);
            }
        }
        return stamp.toString();
    }

    /// SHA-256 over the content of the files, in hexadecimal digits.
    ///
    /// @throws ModelException when a file cannot be read
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : NAMES) {
                try (InputStream in = new DigestInputStream(Files.newInputStream(folder.resolve(name)), digest)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new ModelException("a file in " + folder + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
