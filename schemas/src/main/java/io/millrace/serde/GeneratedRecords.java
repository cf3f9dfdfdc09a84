package io.millrace.serde;

import org.apache.avro.util.ClassSecurityValidator;

/// Tells Avro that the generated record classes may be instantiated; it refuses packages it was not told to trust.
public final class GeneratedRecords {

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getPackageName().startsWith("io.millrace.schema.")));
    }

    private GeneratedRecords() {}

    /// Must have been called before the first record is read; further calls do nothing.
    public static void trust() {
        // Loading this class has done it.
    }
}
