-- For whom a brief was made and when its window ended, so that the next one knows which are earlier.

ALTER TABLE briefs ADD COLUMN profile TEXT NOT NULL DEFAULT '';  -- '' is the default profile
ALTER TABLE briefs ADD COLUMN until TEXT NOT NULL DEFAULT '';    -- a moment; '' where only the day counts
CREATE INDEX briefs_by_profile ON briefs (profile, day);
