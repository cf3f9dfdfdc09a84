/// Tests of the sockets, against a server in the same process.
@NullMarked
package io.millrace.load.socket;

import org.jspecify.annotations.NullMarked;
