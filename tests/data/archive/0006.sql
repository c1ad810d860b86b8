-- What version 5 adds: a brief sent to two, of whom one has it; an approval, an unsubscribe, the log.
INSERT INTO sendings VALUES (x'2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', x'666f6f');
INSERT INTO mailings VALUES (1, '', '2025-11-21', '', 'a5f0c1d2e3b4a5f0c1d2e3b4a5f0c1d2e3b4a5f0c1d2e3b4a5f0c1d2e3b4a5f0', 'brief-2025-11-21.pdf', x'2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', 1, 86400, '2025-11-21T09:00:00+00:00');
INSERT INTO outbox VALUES (1, 1, 'mail', 'ann@paper.example', 'Ann@paper.example', 'Ann', '', 'a@paper.example', '2025-11-21T09:00:00+00:00', 'sent', '', 1, '2025-11-21T09:00:00+00:00', '2025-11-22T09:00:00+00:00', 'host/1/2 3 4', '2025-11-21T09:20:00+00:00', 'dot: 250 taken', '2025-11-21T09:00:01+00:00');
INSERT INTO outbox VALUES (2, 1, 'mail', 'bo@paper.example', 'bo@paper.example', '', 'ru', 'b@paper.example', '2025-11-21T09:00:00+00:00', 'pending', '', 0, '2025-11-21T09:00:00+00:00', '2025-11-22T09:00:00+00:00', '', '', '', '2025-11-21T09:00:00+00:00');
INSERT INTO approvals VALUES (x'2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', '2025-11-21T09:00:00+00:00', 'ed@host');
INSERT INTO unsubscribed VALUES ('li@paper.example', '', '2025-11-21T09:00:00+00:00');
INSERT INTO audit VALUES (1, '2025-11-21T09:00:00+00:00', 'ed@host', 'approved', 'brief-2025-11-21.pdf', '{}', '00');
