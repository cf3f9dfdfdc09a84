package io.millrace.bench.simulation;

import java.util.random.RandomGenerator;

/// The paper inputs: who is connected, in which rooms, and how much is said.
///
/// @param connections open connections, each one member of some rooms
/// @param roomsPerConnection mean number of rooms that a connection follows
/// @param directShare share of rooms with exactly two members, 0 to 1
/// @param groupSize mean number of members of a group (at least 3); sizes are geometric above 3
/// @param channelShare share of rooms that are large channels, 0 to 1
/// @param channelSizes smallest and largest channel; sizes follow a power law with exponent 2 between them
/// @param activity exponent by which a room's traffic grows with its members: 0 every room as much, 1 every
///     member as much in each of its rooms
/// @param messagesPerConnection messages that one connection sends in a second, in the mean
record Community(
        long connections,
        double roomsPerConnection,
        double directShare,
        double groupSize,
        double channelShare,
        Sizes channelSizes,
        double activity,
        double messagesPerConnection) {

    private static final int SMALLEST_GROUP = 3;

    /// Smallest and largest, both included.
    record Sizes(int smallest, int largest) {

        Sizes {
            if (smallest < 1 || largest < smallest) {
                throw new IllegalArgumentException(
                        "sizes must be 1 or more and ascend, are " + smallest + " to " + largest);
            }
        }
    }

    /// @throws IllegalArgumentException when a number is out of range
    Community {
        require(connections >= 1, "connections must be at least 1, is " + connections);
        require(roomsPerConnection > 0, "rooms per connection must be positive, is " + roomsPerConnection);
        require(
                directShare >= 0 && channelShare >= 0 && directShare + channelShare <= 1,
                "shares of direct rooms and channels must be 0 to 1 together, are " + directShare + " and "
                        + channelShare);
        require(
                groupSize >= SMALLEST_GROUP,
                "mean group size must be at least " + SMALLEST_GROUP + ", is " + groupSize);
        require(activity >= 0 && activity <= 2, "activity must be 0 to 2, is " + activity);
        require(messagesPerConnection > 0, "messages per connection must be positive, is " + messagesPerConnection);
    }

    /// 7 rooms in 10 are direct messages, 1 in 1,000 a channel of 100 to 100,000 members, the rest groups of
    /// about 14; a message a minute from every connection.
    static Community typical(long connections) {
        return new Community(connections, 2.2, 0.7, 14, 0.001, new Sizes(100, 100_000), 0.5, 0.0165);
    }

    /// Messages of everybody in a second.
    double messagesPerSecond() {
        return connections * messagesPerConnection;
    }

    /// Memberships in all rooms together.
    long memberships() {
        return Math.round(connections * roomsPerConnection);
    }

    /// Members of the next room.
    int size(RandomGenerator random) {
        double kind = random.nextDouble();
        if (kind < directShare) {
            return 2;
        }
        return kind < directShare + channelShare ? channel(random) : group(random);
    }

    /// How much is said in a room of that size, relative to others.
    double weight(int size) {
        return Math.pow(size, activity);
    }

    private int group(RandomGenerator random) {
        double above = groupSize - SMALLEST_GROUP;
        return above == 0
                ? SMALLEST_GROUP
                // The inverse of the geometric distribution function with this mean.
                : SMALLEST_GROUP + (int) (Math.log1p(-random.nextDouble()) / Math.log(above / (above + 1)));
    }

    private int channel(RandomGenerator random) {
        double smallest = channelSizes.smallest();
        double largest = channelSizes.largest() + 1.0;
        // The inverse of the distribution function whose density falls with the square of the size.
        return (int) (smallest / (1 - random.nextDouble() * (1 - smallest / largest)));
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new IllegalArgumentException(problem);
        }
    }
}
