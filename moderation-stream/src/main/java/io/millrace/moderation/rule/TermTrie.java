package io.millrace.moderation.rule;

import java.util.Arrays;

/// All terms of a list by their letters: one hash table of edges, so that a step costs one probe however long
/// the list. Filled once, then read by any thread.
final class TermTrie {

    static final int ROOT = 0;
    static final int NONE = -1;

    private static final long EMPTY = -1;
    private static final int LETTER_BITS = 21;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] edges = new long[1024];
    private int[] targets = new int[1024];
    private int edgeCount;
    private long[] breaks = new long[512];
    private boolean[] terms = new boolean[512];
    private int nodeCount = 1;

    TermTrie() {
        Arrays.fill(edges, EMPTY);
    }

    void add(Term term) {
        int node = ROOT;
        for (int letter : term.codePoints()) {
            int next = child(node, letter);
            node = next == NONE ? grow(node, letter) : next;
        }
        terms[node] = true;
        breaks[node] |= term.breaks();
    }

    /// The node behind a letter, or [#NONE].
    int child(int node, int letter) {
        long edge = edge(node, letter);
        int slot = slot(edge);
        while (edges[slot] != EMPTY) {
            if (edges[slot] == edge) {
                return targets[slot];
            }
            slot = slot + 1 & edges.length - 1;
        }
        return NONE;
    }

    /// Whether a term ends here.
    boolean isTerm(int node) {
        return terms[node];
    }

    /// Where the term that ends here may have spaces, see [Term].
    long breaks(int node) {
        return breaks[node];
    }

    private int grow(int node, int letter) {
        if (edgeCount * 2 >= edges.length) {
            rehash();
        }
        if (nodeCount == terms.length) {
            terms = Arrays.copyOf(terms, nodeCount * 2);
            breaks = Arrays.copyOf(breaks, nodeCount * 2);
        }
        put(edge(node, letter), nodeCount);
        edgeCount++;
        return nodeCount++;
    }

    private void rehash() {
        long[] oldEdges = edges;
        int[] oldTargets = targets;
        edges = new long[oldEdges.length * 2];
        targets = new int[edges.length];
        Arrays.fill(edges, EMPTY);
        for (int i = 0; i < oldEdges.length; i++) {
            if (oldEdges[i] != EMPTY) {
                put(oldEdges[i], oldTargets[i]);
            }
        }
    }

    private void put(long edge, int target) {
        int slot = slot(edge);
        while (edges[slot] != EMPTY) {
            slot = slot + 1 & edges.length - 1;
        }
        edges[slot] = edge;
        targets[slot] = target;
    }

    private int slot(long edge) {
        long hash = edge * SPREAD;
        return (int) (hash >>> 32) & edges.length - 1;
    }

    private static long edge(int node, int letter) {
        return (long) node << LETTER_BITS | letter;
    }
}
