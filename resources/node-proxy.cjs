// Loaded with --require into Node programs that `keysluice run` starts. Node before 22.21 has a fetch() that knows no
// proxy variables: without this file its requests would go around the gateway. Newer versions do it themselves
// (NODE_USE_ENV_PROXY) and are left alone.
//
// fetch() sends by whatever dispatcher is registered under undici.globalDispatcher.1. The one registered here is of the
// built-in class; it connects through the proxy: https with CONNECT, http with an absolute target.
"use strict";

(() => {
    const [major, minor] = process.versions.node.split(".").map(Number);
    const proxyUrl = process.env.HTTPS_PROXY || process.env.https_proxy;
    if (major >= 24 || (major === 22 && minor >= 21) || typeof fetch !== "function" || !proxyUrl?.startsWith("http://")) {
        return;
    }
    const http = require("node:http");
    const net = require("node:net");
    const tls = require("node:tls");

    const proxy = new URL(proxyUrl);
    const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    const authorization = `Basic ${Buffer.from(credentials).toString("base64")}`;
    const bare = (host) => host.replace(/^\[|\]$/g, "").toLowerCase();
    const direct = (process.env.NO_PROXY || process.env.no_proxy || "").split(/[\s,]+/).filter(Boolean).map((entry) => {
        const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(net.isIPv6(bare(entry)) ? `[${bare(entry)}]` : entry);
        return { host: bare(host).replace(/^\*?\./, ""), port };
    });

    const defaultPort = (protocol) => (protocol === "https:" ? "443" : "80");
    const goesDirect = ({ hostname, port, protocol }) => direct.some((entry) => {
        const host = bare(hostname);
        const fits = entry.host === "*" || host === entry.host || host.endsWith(`.${entry.host}`);
        return fits && (!entry.port || entry.port === (port || defaultPort(protocol)));
    });

    const connect = ({ hostname, port, protocol, servername }, done) => {
        let isOver = false;
        const finish = (error, socket) => {
            if (!isOver) {
                isOver = true;
                done(error, socket ?? null);
            }
        };
        const name = bare(hostname);
        const authority = `${net.isIPv6(name) ? `[${name}]` : name}:${port || defaultPort(protocol)}`;
        const request = http.request({
            agent: false, host: bare(proxy.hostname), port: proxy.port || 80, method: "CONNECT", path: authority,
            headers: { host: authority, "proxy-authorization": authorization },
        });
        request.once("error", finish);
        request.once("connect", (answer, socket) => {
            if (answer.statusCode !== 200) {
                socket.destroy();
                const code = answer.headers["x-keysluice-error"];
                finish(new Error(`the proxy refused ${authority}: ${answer.statusCode}${code ? ` ${code}` : ""}`));
                return;
            }
            const secure = tls.connect({
                socket, servername: servername || (net.isIP(name) ? "" : name), host: name, ALPNProtocols: ["http/1.1"],
            });
            secure.once("error", finish);
            secure.once("secureConnect", () => finish(null, secure));
        });
        request.end();
    };

    const registered = Symbol.for("undici.globalDispatcher.1");
    void globalThis.Headers; // the built-in client is loaded at first use, and registers its dispatcher then
    const Agent = globalThis[registered]?.constructor;
    if (!Agent) {
        return;
    }
    const plain = new Agent();

    globalThis[registered] = new (class extends Agent {
        dispatch(options, handler) {
            const target = new URL(options.origin);
            if (goesDirect(target)) {
                return plain.dispatch(options, handler);
            }
            if (target.protocol === "https:") {
                return super.dispatch(options, handler);
            }
            const added = { host: target.host, "proxy-authorization": authorization };
            const headers = Array.isArray(options.headers) ? [...options.headers, ...Object.entries(added).flat()]
                                                           : { ...options.headers, ...added };
            return plain.dispatch({ ...options, origin: proxy.origin, path: target.origin + options.path, headers }, handler);
        }
    })({ connect });
})();
