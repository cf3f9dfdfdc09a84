// Sends each line of its input to every WebSocket: the loop of the documentation of ws.
import { createInterface } from "node:readline";
import { WebSocket, WebSocketServer } from "ws";

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(process.argv[2]),
  perMessageDeflate: false,
  backlog: 1024,
});
for await (const line of createInterface({ input: process.stdin })) {
  for (const client of server.clients) {
    if (client.readyState === WebSocket.OPEN) {
      client.send(line);
    }
  }
}
process.exit(0);
