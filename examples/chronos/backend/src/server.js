// Stands where the API of your own is: it answers that it is well once PostgreSQL and Redis take connections.
import { createServer } from "node:http";
import { connect } from "node:net";

const port = Number(process.env.PORT ?? 3001);
const needed = ["DATABASE_URL", "REDIS_URL"].map((name) => new URL(process.env[name]));

function answers({ hostname, port }) {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2000 });
    const end = (isThere) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const isHealth = pathname === "/healthz";
  const isWell = isHealth && (await Promise.all(needed.map(answers))).every(Boolean);
  const status = isHealth ? (isWell ? 200 : 503) : 404;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ status: isHealth ? (isWell ? "ok" : "unavailable") : "not found" }));
  console.log(JSON.stringify({ method: request.method, path: pathname, status }));
});

server.listen(port);
process.once("SIGTERM", () => server.close(() => process.exit(0)));
