// What each client program tells its test, one JSON object a line (see report.py).
export const question = "Wie heißt der Prüfstein? " + "⚙ ".repeat(20000);

export function tell(event, fields) {
    process.stdout.write(JSON.stringify({ ...fields, event }) + "\n");
}

/// The test changes something now, then writes a line.
export function waitForGo() {
    return new Promise((resolve) => {
        process.stdin.once("data", resolve);
        tell("ready", {});
    });
}
