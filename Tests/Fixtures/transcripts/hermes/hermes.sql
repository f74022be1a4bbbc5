create table sessions (id text primary key, source text, title text, cwd text, git_branch text, started_at real);
create table messages (id integer primary key, session_id text not null, role text not null, content text,
    tool_call_id text, tool_calls text, tool_name text, timestamp real not null, reasoning text, active integer default 1);
insert into sessions values ('20260301_100000_ab', 'cli', 'Bread', '/home/ada/bakery', 'rye', 1772359200.5);
insert into messages values
  (1, '20260301_100000_ab', 'system', 'You bake.', null, null, null, 1772359200.5, null, 1),
  (2, '20260301_100000_ab', 'user', char(0) || 'json:[{"type":"text","text":"bake a rye loaf"},{"type":"image_url","image_url":{"url":"x"}}]', null, null, null, 1772359201, null, 1),
  (3, '20260301_100000_ab', 'assistant', '', null, '[{"id":"call_9","type":"function","function":{"name":"terminal","arguments":"{\"command\":\"oven on\"}"}}]', null, 1772359202, 'heat first', 1),
  (4, '20260301_100000_ab', 'tool', '{"output": "no gas", "exit_code": 1, "error": null}', 'call_9', null, 'terminal', 1772359203, null, 1),
  (5, '20260301_100000_ab', 'assistant', 'an answer that was taken back', null, null, null, 1772359204, null, 0),
  (6, '20260301_100000_ab', 'assistant', 'The oven has no gas.', null, null, null, 1772359205.25, null, 1),
  (7, 'it''s another', 'user', '<memory-context>old</memory-context>and now?', null, null, null, 1772359300, null, 1);
