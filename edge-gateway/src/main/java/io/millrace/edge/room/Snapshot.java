package io.millrace.edge.room;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.id.Epoch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A room as it was at one place of its log; what the log brings afterwards continues it without gap.
///
/// @param part number of this part, from 0; part 0 starts anew
/// @param last whether it is complete with this part
/// @param top offset of the newest event, 0 for none
/// @param presenceVersion version of the presence
/// @param tail recent publications, ascending
/// @param presence everybody present
/// @param floor offset up to which the history was removed, 0 for never
/// @param visibility of those that are present, by client; of the others it is as the namespace says
public record Snapshot(
        int part,
        boolean last,
        Epoch epoch,
        long top,
        long presenceVersion,
        List<RoomPublication> tail,
        List<ClientInfo> presence,
        long floor,
        Map<String, Visibility> visibility) {

    /// A room whose history was never removed, and whose members are seen as the namespace says.
    public Snapshot(
            int part,
            boolean last,
            Epoch epoch,
            long top,
            long presenceVersion,
            List<RoomPublication> tail,
            List<ClientInfo> presence) {
        this(part, last, epoch, top, presenceVersion, tail, presence, 0, Map.of());
    }

    /// This part with those that came before it.
    Snapshot after(Snapshot earlier) {
        List<RoomPublication> allTail = new ArrayList<>(earlier.tail);
        allTail.addAll(tail);
        List<ClientInfo> allPresence = new ArrayList<>(earlier.presence);
        allPresence.addAll(presence);
        Map<String, Visibility> allVisibility = new HashMap<>(earlier.visibility);
        allVisibility.putAll(visibility);
        return new Snapshot(part, last, epoch, top, presenceVersion, allTail, allPresence, floor, allVisibility);
    }

    Map<String, ClientInfo> presenceByClient() {
        Map<String, ClientInfo> result = new LinkedHashMap<>();
        presence.forEach(info -> result.put(info.client(), info));
        return result;
    }
}
