/// Tests of the client: codecs by golden bytes, sessions against a server in the same process.
@NullMarked
package io.millrace.load.client;

import org.jspecify.annotations.NullMarked;
