-- What version 2 adds: a brief that cites the first text of the article.
INSERT INTO briefs VALUES (1, 'a5f0c1d2e3b4a5f0c1d2e3b4a5f0c1d2e3b4a5f0c1d2e3b4a5f0c1d2e3b4a5f0', 'Morning', '2025-11-21', '2025-11-21T09:00:00+00:00', x'');
INSERT INTO carried SELECT 1, a.name, b.sha256 FROM articles a JOIN blobs b ON b.id = a.text WHERE a.id = 1;
INSERT INTO citations SELECT 1, name, 0, 56 FROM articles WHERE id = 1;
