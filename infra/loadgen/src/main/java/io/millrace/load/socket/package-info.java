/// Many thousands of WebSockets on few threads; everything about one socket happens on its one event loop.
@NullMarked
package io.millrace.load.socket;

import org.jspecify.annotations.NullMarked;
