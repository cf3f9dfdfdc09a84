package io.millrace.processor.topology;

/// A command that can never be carried out; nothing was changed. The processing exception handler sends it to
/// the dead letters.
final class PoisonCommandException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PoisonCommandException(String reason) {
        super(reason);
    }
}
