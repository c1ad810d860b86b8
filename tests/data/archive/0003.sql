-- What version 3 adds: a brief of a profile, whose window ended at seven.
INSERT INTO briefs VALUES (2, 'b6f0c1d2e3b4a5f0c1d2e3b4a5f0c1d2e3b4a5f0c1d2e3b4a5f0c1d2e3b4a5f0', 'Markets', '2025-11-21', '2025-11-21T09:10:00+00:00', x'', 'markets', '2025-11-21T07:00:00+00:00');
