-- What version 4 adds: a slot that was done, one that has failed, one that waits.
INSERT INTO slots VALUES ('', '2025-11-20', '07:00', '2025-11-20T06:00:00+00:00', 'failed', '2025-11-20T06:40:00+00:00', 3, 3, 'desk/1/2 345 678', '2025-11-20T06:00:01+00:00', '2025-11-20T06:40:00+00:00', '', '{}', 'no source could be read', '2025-11-20T06:40:02+00:00');
INSERT INTO slots VALUES ('', '2025-11-21', '07:00', '2025-11-21T06:00:00+00:00', 'done', '2025-11-21T06:05:01+00:00', 1, 1, 'desk/1/2 345 678', '2025-11-21T06:00:01+00:00', '2025-11-21T06:00:31+00:00', 'a5f0c1d2e3b4', '{"articles": 2, "seconds": 30}', '', NULL);
INSERT INTO slots (profile, day, at, due, state, until) VALUES ('', '2025-11-22', '07:00', '2025-11-22T06:00:00+00:00', 'due', '2025-11-22T06:00:00+00:00');
INSERT INTO looks VALUES ('', '2025-11-22T06:00:00+00:00');
