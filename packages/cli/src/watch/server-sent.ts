/** More than any event has: what is longer is no event of ours. */
const MESSAGE_CHARACTERS_MAX = 1_000_000;

/**
 * The data of server-sent events, as their text comes in pieces. Names and times are not looked at:
 * the engine's own events have them in their data.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class ServerSentReader {
  #rest = '';

  /** The data of every message that is complete now. */
  read(piece: string): string[] {
    const messages = (this.#rest + piece).split('\n\n');
    this.#rest = (messages.pop() ?? '').slice(0, MESSAGE_CHARACTERS_MAX);
    return messages.flatMap((message) => {
      const data = message.split('\n').flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? []);
      return data.length === 0 ? [] : [data.join('\n')];
    });
  }
}
