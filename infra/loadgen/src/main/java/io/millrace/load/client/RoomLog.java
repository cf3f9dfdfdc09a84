package io.millrace.load.client;

/// Hears what a client's subscriptions bring. Called on the client's thread, one call at a time.
public interface RoomLog {

    /// A publication arrived, live or recovered.
    void delivered(Delivery delivery);

    /// A subscription is live.
    ///
    /// @param offset after which deliveries continue without gap
    /// @param recovered whether this continues what was there before; false starts anew at `offset`
    void subscribed(String room, String epoch, long offset, boolean recovered);
}
