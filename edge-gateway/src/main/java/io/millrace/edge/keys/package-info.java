/// Public keys that an identity provider publishes; the only package that asks for them over the network.
@NullMarked
package io.millrace.edge.keys;

import org.jspecify.annotations.NullMarked;
