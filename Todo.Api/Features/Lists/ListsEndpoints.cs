using Todo.Api.Features.Lists.CreateList;
using Todo.Api.Features.Lists.DeleteList;
using Todo.Api.Features.Lists.GetList;
using Todo.Api.Features.Lists.ListLists;
using Todo.Api.Features.Lists.UpdateList;
using Todo.Api.OpenApi;
using Todo.Api.Responses;

namespace Todo.Api.Features.Lists;

internal static class ListsEndpoints
{
    internal static void MapLists(this RouteGroupBuilder user)
    {
        var lists = user.MapGroup("/lists").WithMetadata(new DocumentTag("Lists", "The lists that tasks can be put into. Tasks without one are in the inbox.")).WithNotFound(ListErrors.NotFound);

        lists.MapListLists();
        lists.MapCreateList();
        lists.MapGetList();
        lists.MapUpdateList();
        lists.MapDeleteList();
    }
}
