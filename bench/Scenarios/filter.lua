-- What is urgent and still to do, the next due first.
return function() return send("GET", any_user(), "?completed=false&priority=high&sort=due_date&order=asc&limit=20") end
