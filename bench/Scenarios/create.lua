-- A new task with all that it can have.
return function() return send_task("POST", any_user(), "") end
