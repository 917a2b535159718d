-- What is urgent and still to do.
return function() return send("GET", anyone(), "?completed=false&priority=high&sort=due_date&limit=20") end
