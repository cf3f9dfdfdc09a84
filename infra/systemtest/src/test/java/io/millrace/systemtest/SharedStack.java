package io.millrace.systemtest;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a [RunningStack] of two edges, the same one to every class of this JVM, because a start takes
/// seconds. Tests keep apart by using rooms of their own.
final class SharedStack implements ParameterResolver {

    private static final int EDGES = 2;

    private record Holder(RunningStack stack) implements AutoCloseable {

        @Override
        public void close() {
            stack.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningStack.class;
    }

    @Override
    public RunningStack resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
        return store.getOrComputeIfAbsent(SharedStack.class, _ -> new Holder(RunningStack.start(EDGES)), Holder.class)
                .stack();
    }
}
