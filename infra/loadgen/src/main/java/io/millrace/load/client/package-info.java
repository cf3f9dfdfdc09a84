/// A client of the public protocol that is cheap enough to have thousands of; it knows nothing of the server
/// but that protocol. Everything about one client happens on the one event loop of its sockets.
@NullMarked
package io.millrace.load.client;

import org.jspecify.annotations.NullMarked;
