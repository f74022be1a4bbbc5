import { backoff, Feed } from "../lib/events.js";
import { equal, test } from "./check.js";

class FakeSource extends EventTarget {
  constructor(url) {
    super();
    this.url = url;
    FakeSource.made.push(this);
  }

  close() {
    this.isClosed = true;
  }

  say(type, lastEventId, data) {
    this.dispatchEvent(new MessageEvent(type, { lastEventId, data }));
  }
}

function started() {
  FakeSource.made = [];
  const feed = new Feed((url) => new FakeSource(url));
  feed.start();
  return { feed, source: FakeSource.made[0] };
}

test("waiting grows, is never twice the same and has a limit", () => {
  equal([0, 1, 2, 50].map((attempt) => backoff(attempt, 0.5)), [500, 1000, 2000, 30_000]);
  equal([backoff(0, 0), backoff(0, 1)], [375, 625]);
});
test("an event reaches the readers with its number and data", () => {
  const { feed, source } = started();
  const heard = [];
  feed.subscribe((event) => heard.push(event));
  source.say("trace.created", "7", '{"payload":{}}');
  source.say("trace.created", "8", "not JSON");
  equal(heard, [{ type: "trace.created", seq: 7, data: { payload: {} } }]);
});
test("after a lost connection the feed resumes behind the last event it saw", async () => {
  const { feed, source } = started();
  source.dispatchEvent(new Event("open"));
  equal(feed.state.value, "live");
  source.say("trace.created", "41", "{}");
  source.dispatchEvent(new Event("error"));
  equal([feed.state.value, source.isClosed], ["reconnecting", true]);
  await new Promise((resolve) => setTimeout(resolve, 700));
  equal(FakeSource.made[1].url, "/api/v1/events?after=41");
});
