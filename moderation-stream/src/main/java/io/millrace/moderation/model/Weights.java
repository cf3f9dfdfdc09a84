package io.millrace.moderation.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;

/// A trained model: for every label one small number for each bucket of hashed features.
///
/// The file, in network byte order: `MRLM`, format, version of the features, bits of the bucket number,
/// number of labels; for each label its name (modified UTF-8 with a length), scale, bias and threshold as
/// doubles; the numbers, one byte each, all labels of the first bucket first; the SHA-256 of all before.
///
/// @param bits the number of buckets is two to this power, 8 to 20
/// @param labels what is scored, 1 to 32
/// @param values number of label `l` in bucket `b` at `b * labels.size() + l`; not to be changed
/// @param version the first 16 hexadecimal digits of the file's SHA-256
@SuppressWarnings("ArrayRecordComponent") // Half a million bytes are not copied for every look at them.
public record Weights(int bits, List<Label> labels, byte[] values, String version) {

    private static final byte[] MAGIC = {'M', 'R', 'L', 'M'};
    private static final int FORMAT = 1;
    private static final int FEWEST_BITS = 8;
    private static final int MOST_BITS = 20;
    private static final int MOST_LABELS = 32;
    private static final int CHECKSUM = 32;
    private static final int SHOWN_BYTES = 8;
    private static final String SHIPPED = "weights.bin";

    /// One label and its calibration: its probability is the sigmoid of `bias + scale * sum`.
    ///
    /// @param threshold probability above which the label is shown unless configured otherwise
    public record Label(String name, double scale, double bias, double threshold) {

        /// @throws IllegalArgumentException when a number is not finite, or the threshold not between 0 and 1
        public Label {
            if (!Double.isFinite(scale) || !Double.isFinite(bias) || !(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException("label " + name + " has numbers that cannot be used");
            }
        }
    }

    /// @throws IllegalArgumentException when the parts do not fit each other
    public Weights {
        labels = List.copyOf(labels);
        check(bits >= FEWEST_BITS && bits <= MOST_BITS, "number of buckets");
        check(!labels.isEmpty() && labels.size() <= MOST_LABELS, "number of labels");
        check(new HashSet<>(labels.stream().map(Label::name).toList()).size() == labels.size(), "names of labels");
        check(values.length == labels.size() << bits, "number of weights");
    }

    /// The model that is part of the product.
    ///
    /// @throws IllegalArgumentException when it is damaged
    public static Weights shipped() {
        try (InputStream file = Weights.class.getResourceAsStream(SHIPPED)) {
            if (file == null) {
                throw new IllegalArgumentException("the model is missing from the program");
            }
            return read(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the model cannot be read from the program", e);
        }
    }

    /// Reads a file.
    ///
    /// @throws IllegalArgumentException saying why it cannot be used
    public static Weights read(byte[] file) {
        check(
                file.length > MAGIC.length + CHECKSUM && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length),
                "beginning");
        byte[] digest = sha256(file, file.length - CHECKSUM);
        check(Arrays.equals(digest, 0, CHECKSUM, file, file.length - CHECKSUM, file.length), "checksum");
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(file, MAGIC.length, file.length - MAGIC.length - CHECKSUM))) {
            check(in.readInt() == FORMAT, "format");
            check(in.readInt() == Features.VERSION, "version of the features");
            int bits = in.readInt();
            int count = in.readInt();
            check(count >= 1 && count <= MOST_LABELS, "number of labels");
            List<Label> labels = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                labels.add(new Label(in.readUTF(), in.readDouble(), in.readDouble(), in.readDouble()));
            }
            return new Weights(bits, labels, in.readAllBytes(), version(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the model cannot be used: it ends too soon", e);
        }
    }

    /// The bytes of a file with this model.
    public static byte[] write(int bits, List<Label> labels, byte[] values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeInt(FORMAT);
            out.writeInt(Features.VERSION);
            out.writeInt(bits);
            out.writeInt(labels.size());
            for (Label label : labels) {
                out.writeUTF(label.name());
                out.writeDouble(label.scale());
                out.writeDouble(label.bias());
                out.writeDouble(label.threshold());
            }
            out.write(values);
            out.write(sha256(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static String version(byte[] file) {
        return HexFormat.of().formatHex(sha256(file, file.length), 0, SHOWN_BYTES);
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("the model cannot be used: its " + what + " is wrong");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Weights that && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }

    @Override
    public String toString() {
        return "Weights[version=" + version + ", labels=" + labels + ']';
    }
}
