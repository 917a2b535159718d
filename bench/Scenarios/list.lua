-- The first page, newest first.
return function() return send("GET", anyone(), "?limit=20") end
