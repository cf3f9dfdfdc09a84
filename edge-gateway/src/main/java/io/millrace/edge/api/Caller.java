package io.millrace.edge.api;

import java.util.Set;

/// Who calls.
///
/// @param name of the API key, or of the door; for the audit log
/// @param scopes what it may do
/// @param address network address, empty when there is none
public record Caller(String name, Set<ApiScope> scopes, String address) {

    /// Keeps its own copy of the scopes.
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /// Whether it may call a method at all.
    public boolean may(ApiMethod method) {
        return method.scope().map(scopes::contains).orElse(true);
    }
}
