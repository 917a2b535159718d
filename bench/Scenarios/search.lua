-- Every word of the vocabulary is looked for equally often, so most are in some tasks of a user.
return function() return send("GET", any_user(), "?search=" .. any_word() .. "&limit=20") end
