create table sessions (id text primary key, name text, description text, session_type text, working_dir text not null, created_at timestamp);
create table messages (id integer primary key, message_id text, session_id text, role text, content_json text, created_timestamp integer);
insert into sessions values ('20260301_2', 'Hiss', '', 'user', '/home/ada/pond', '2026-03-01 22:00:00');
insert into sessions values ('20260301_3', 'Sub', '', 'sub_agent', '/home/ada/pond', '2026-03-01 22:00:01');
insert into messages values (1, 'gq1', '20260301_2', 'user', '[{"type":"text","text":"hiss"}]', 1772402401);
insert into messages values (2, 'gq2', '20260301_2', 'assistant', '[{"type":"toolRequest","id":"gt2","toolCall":{"status":"success","value":{"name":"hiss","arguments":{}}}}]', 1772402402);
insert into messages values (3, 'gq3', '20260301_2', 'user', '[{"type":"toolResponse","id":"gt2","toolResult":{"status":"error","error":"no breath"}}]', 1772402403);
insert into messages values (4, 'gq4', '20260301_2', 'assistant', '[{"type":"text","text":"I have no breath."}]', 1772402404);
insert into messages values (5, 'gq5', '20260301_3', 'user', '[{"type":"text","text":"hidden"}]', 1772402405);
