-- What version 6 adds: a list and its feed.
INSERT INTO lists VALUES ('opml:feeds.opml', 'https://crier.example/feed');
