/// Our RFC 6455 server connection below Helidon's upgrade; whatever way a socket ends, its handler hears
/// `onClose` exactly once.
@NullMarked
package io.millrace.edge.socket;

import org.jspecify.annotations.NullMarked;
