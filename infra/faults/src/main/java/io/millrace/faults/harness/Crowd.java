package io.millrace.faults.harness;

import java.net.URI;
import java.util.List;

/// Who takes part in a run.
///
/// @param edges WebSocket addresses that clients try in turn
/// @param prefix of the rooms' names, no other run's
/// @param clients how many
/// @param rooms how many
/// @param roomsEach rooms that each client joins, and publishes into in turn
public record Crowd(List<URI> edges, String prefix, int clients, int rooms, int roomsEach) {

    public Crowd {
        edges = List.copyOf(edges);
        if (clients < 1 || rooms < 1 || roomsEach < 1 || roomsEach > rooms) {
            throw new IllegalArgumentException("a crowd needs clients and rooms: " + clients + " clients in "
                    + roomsEach + " of " + rooms + " rooms");
        }
    }

    /// A room of a client.
    ///
    /// @param client from 0
    /// @param choice from 0 to `roomsEach` - 1
    String room(int client, int choice) {
        return prefix + (client + choice) % rooms;
    }

    /// How many clients are in the room.
    int members(String room) {
        int members = 0;
        for (int client = 0; client < clients; client++) {
            for (int choice = 0; choice < roomsEach; choice++) {
                if (room(client, choice).equals(room)) {
                    members++;
                }
            }
        }
        return members;
    }
}
