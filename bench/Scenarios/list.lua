-- The first page, newest first.
return function() return send("GET", any_user(), "?limit=20") end
