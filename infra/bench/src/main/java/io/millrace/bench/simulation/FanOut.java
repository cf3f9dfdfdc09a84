package io.millrace.bench.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Spreads the members of every room over the edges at random, as a load balancer does, and counts the edges
/// that each message must reach.
final class FanOut {

    private FanOut() {}

    /// What one message a second of everybody costs.
    ///
    /// @param edges how many edges there are
    /// @param rooms rooms of the community
    /// @param follows pairs of room and edge: entries of the routing table
    /// @param copies records written for edges, per message, in the mean over messages
    /// @param busiest share of all messages that the busiest edge receives
    /// @param messagesPerSecond messages of the community
    record Cost(int edges, long rooms, long follows, double copies, double busiest, double messagesPerSecond) {

        /// Records a second into all edges when each edge reads everything.
        double broadcastTotal() {
            return messagesPerSecond * edges;
        }

        /// Records a second into all edges when each is sent what it follows.
        double directedTotal() {
            return messagesPerSecond * copies;
        }

        /// Records a second into the mean edge.
        double directedPerEdge() {
            return directedTotal() / edges;
        }

        /// How many times cheaper directed fan-out is; never below 1.
        double saving() {
            return edges / copies;
        }
    }

    /// Simulates every room.
    ///
    /// @param edges 1 or more
    /// @throws IllegalArgumentException when there is no edge
    static Cost simulate(Community community, int edges, long seed) {
        if (edges < 1) {
            throw new IllegalArgumentException("edges must be at least 1, is " + edges);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] received = new double[edges];
        long[] lastRoom = new long[edges];
        double weights = 0;
        double copies = 0;
        long follows = 0;
        long room = 0;
        for (long memberships = community.memberships(); memberships > 0; ) {
            room++;
            int size = community.size(random);
            double weight = community.weight(size);
            int reached = 0;
            for (int member = 0; member < size; member++) {
                int edge = random.nextInt(edges);
                if (lastRoom[edge] != room) {
                    lastRoom[edge] = room;
                    received[edge] += weight;
                    reached++;
                }
            }
            weights += weight;
            copies += weight * reached;
            follows += reached;
            memberships -= size;
        }
        double busiest = Arrays.stream(received).max().orElse(0) / weights;
        return new Cost(edges, room, follows, copies / weights, busiest, community.messagesPerSecond());
    }
}
